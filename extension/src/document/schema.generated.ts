// Generated from qdesign/schema/document.schema.json by scripts/generate.py (make generate). Do not edit.

import type { Json } from "./json";

/** A qdesign document: one ansatz as a circuit or a ZX diagram, with its parameters. */
export interface Document {
  readonly format: "qdesign";
  readonly version: 2;
  readonly parameters: readonly Parameter[];
  readonly body: CircuitBody | DiagramBody;
  /** Pauli labels (rightmost letter is qubit 0) with real coefficients. */
  readonly observable?: ReadonlyMap<string, number>;
  readonly problem?: Json;
  readonly derived?: Json;
  readonly proof?: Json;
  readonly lesson?: Json;
  readonly noise?: Json;
  readonly layout?: Layout;
  readonly history?: readonly StepRecord[];
}

/** A named free angle; value, bounds and step in radians. */
export interface Parameter {
  readonly name: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly step: number;
}

/** Orders what stands on a wire; equal numbers are drawn together. Not renumbered by edits, so any number. */
export type Column = number;

export interface CircuitBody {
  readonly kind: "circuit";
  /** Wire labels, qubit 0 first. */
  readonly qubits: readonly string[];
  readonly clbits: number;
  readonly registers?: Json;
  readonly global_phase?: string;
  /** Names that no angle has, such as an input of a program that no gate uses. */
  readonly unused_parameters?: readonly string[];
  readonly gates: ReadonlyMap<string, GateDefinition>;
  readonly operations: ReadonlyMap<string, Item>;
}

/** A named composite gate on wires 0 to qubits - 1. */
export interface GateDefinition {
  readonly qubits: number;
  readonly parameters: readonly string[];
  readonly global_phase?: string;
  readonly operations: ReadonlyMap<string, Item>;
}

export type Item = Operation | Block;

/** A gate on given wires with given angles. Order: by column, then as listed. */
export interface Operation {
  readonly gate: string;
  readonly qubits: readonly number[];
  readonly angles?: readonly string[];
  readonly controls?: readonly number[];
  readonly anticontrols?: readonly number[];
  readonly clbits?: readonly number[];
  readonly conditions?: readonly Condition[];
  readonly column: Column;
}

export interface Condition {
  readonly clbits: readonly number[];
  readonly value: number;
  readonly equal: boolean;
}

/** A group of operations that repeats; indexed names one parameter a repetition. */
export interface Block {
  readonly name?: string;
  readonly count: number;
  readonly indexed?: ReadonlyMap<string, readonly string[]>;
  readonly operations: ReadonlyMap<string, Item>;
  readonly column: Column;
}

export interface DiagramBody {
  readonly kind: "diagram";
  readonly spiders: ReadonlyMap<string, Spider>;
  readonly edges: ReadonlyMap<string, Edge>;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Parameters that are known to be 0 or 1, sorted. */
  readonly booleans?: readonly string[];
}

export interface Spider {
  readonly kind: "Z" | "X" | "H" | "boundary";
  readonly phase?: string;
  readonly x: number;
  readonly y: number;
}

export interface Edge {
  readonly source: string;
  readonly target: string;
  readonly kind: "plain" | "hadamard";
}

/** What is drawn beside the body, and how it is looked at. */
export interface Layout {
  readonly displays?: ReadonlyMap<string, Display>;
  /** Ids of blocks and composite gates that are drawn closed. */
  readonly folded?: readonly string[];
  /** The column behind which the whole state is shown, or before all columns; the end if left out. */
  readonly state_here?: Column;
}

/** A live display on wires after a column, or at the start before all columns. */
export interface Display {
  readonly kind: "bloch" | "probabilities" | "expectation" | "density";
  readonly qubits: readonly number[];
  readonly column: Column;
}

/** A simplification or rewrite that led here, with how it was checked. */
export interface StepRecord {
  readonly title: string;
  readonly verdict?: string;
  readonly before?: ReadonlyMap<string, number>;
  readonly after?: ReadonlyMap<string, number>;
}

/** Shapes of the parts that are kept as JSON; shapes.ts checks them. */
export const SHAPES = {
  "Registers": {
    "type": "object",
    "required": [
      "qubits",
      "clbits"
    ],
    "additionalProperties": false,
    "properties": {
      "qubits": {
        "type": "array",
        "maxItems": 10000,
        "items": {
          "$ref": "#/$defs/Register"
        }
      },
      "clbits": {
        "type": "array",
        "maxItems": 10000,
        "items": {
          "$ref": "#/$defs/Register"
        }
      }
    }
  },
  "Register": {
    "type": "object",
    "required": [
      "name",
      "wires"
    ],
    "additionalProperties": false,
    "properties": {
      "name": {
        "type": "string",
        "minLength": 1,
        "maxLength": 100
      },
      "wires": {
        "type": "array",
        "maxItems": 10000,
        "items": {
          "type": "integer",
          "minimum": 0
        }
      }
    }
  },
  "Derived": {
    "type": "object",
    "maxProperties": 1000,
    "additionalProperties": {
      "type": "string",
      "minLength": 1,
      "maxLength": 1000
    }
  },
  "Proof": {
    "type": "object",
    "required": [
      "start",
      "steps"
    ],
    "additionalProperties": false,
    "properties": {
      "start": {
        "$ref": "#/$defs/Kept"
      },
      "steps": {
        "type": "object",
        "maxProperties": 10000,
        "additionalProperties": {
          "$ref": "#/$defs/ProofStep"
        }
      },
      "goal": {
        "$ref": "#/$defs/Kept"
      },
      "lemmas": {
        "type": "object",
        "maxProperties": 1000,
        "additionalProperties": {
          "$ref": "#/$defs/StoredLemma"
        }
      },
      "current": {
        "type": "string",
        "maxLength": 100
      }
    }
  },
  "ProofStep": {
    "type": "object",
    "required": [
      "rule",
      "selection",
      "verdict"
    ],
    "additionalProperties": false,
    "properties": {
      "after": {
        "type": "string",
        "maxLength": 100
      },
      "kind": {
        "enum": [
          "rule",
          "strategy",
          "lemma",
          "edit",
          "extract",
          "diagram"
        ]
      },
      "rule": {
        "type": "string",
        "minLength": 1,
        "maxLength": 200
      },
      "selection": {
        "type": "array",
        "maxItems": 100000,
        "items": {
          "type": "string"
        }
      },
      "options": {
        "type": "object",
        "maxProperties": 100
      },
      "change": {
        "$ref": "#/$defs/Change"
      },
      "inner": {
        "type": "array",
        "maxItems": 10000,
        "items": {
          "type": "object",
          "required": [
            "rule",
            "count"
          ],
          "additionalProperties": false,
          "properties": {
            "rule": {
              "type": "string",
              "maxLength": 200
            },
            "count": {
              "type": "integer",
              "minimum": 1
            }
          }
        }
      },
      "origins": {
        "type": "object",
        "maxProperties": 100000,
        "additionalProperties": {
          "type": "array",
          "maxItems": 100000,
          "items": {
            "type": "string"
          }
        }
      },
      "body": {
        "$ref": "#/$defs/Kept"
      },
      "verdict": {
        "$ref": "#/$defs/StoredVerdict"
      },
      "name": {
        "type": "string",
        "maxLength": 200
      },
      "group": {
        "type": "string",
        "maxLength": 200
      }
    }
  },
  "Change": {
    "type": "object",
    "additionalProperties": false,
    "properties": {
      "spiders": {
        "type": "object",
        "maxProperties": 1000000,
        "additionalProperties": {
          "type": "object"
        }
      },
      "edges": {
        "type": "object",
        "maxProperties": 1000000,
        "additionalProperties": {
          "type": "object"
        }
      },
      "gone_spiders": {
        "type": "array",
        "maxItems": 1000000,
        "items": {
          "type": "string"
        }
      },
      "gone_edges": {
        "type": "array",
        "maxItems": 1000000,
        "items": {
          "type": "string"
        }
      },
      "inputs": {
        "type": "array",
        "items": {
          "type": "string"
        }
      },
      "outputs": {
        "type": "array",
        "items": {
          "type": "string"
        }
      },
      "booleans": {
        "type": "array",
        "items": {
          "type": "string"
        }
      }
    }
  },
  "StoredLemma": {
    "type": "object",
    "required": [
      "left",
      "right",
      "verdict"
    ],
    "additionalProperties": false,
    "properties": {
      "left": {
        "$ref": "#/$defs/Kept"
      },
      "right": {
        "$ref": "#/$defs/Kept"
      },
      "verdict": {
        "$ref": "#/$defs/StoredVerdict"
      }
    }
  },
  "StoredVerdict": {
    "type": "object",
    "required": [
      "equal",
      "method"
    ],
    "additionalProperties": false,
    "properties": {
      "equal": {
        "enum": [
          "equal",
          "different",
          "unknown"
        ]
      },
      "method": {
        "type": "string",
        "maxLength": 500
      },
      "points": {
        "type": "integer",
        "minimum": 0
      },
      "max_error": {
        "type": "number",
        "minimum": 0
      },
      "exact": {
        "type": "boolean"
      }
    }
  },
  "Kept": {
    "type": "object",
    "required": [
      "kind"
    ],
    "properties": {
      "kind": {
        "enum": [
          "circuit",
          "diagram"
        ]
      }
    }
  },
  "Lesson": {
    "type": "object",
    "required": [
      "name"
    ],
    "additionalProperties": false,
    "properties": {
      "name": {
        "type": "string",
        "minLength": 1,
        "maxLength": 100
      },
      "goals": {
        "type": "object",
        "maxProperties": 1000,
        "additionalProperties": {
          "$ref": "#/$defs/Reached"
        }
      },
      "answers": {
        "type": "object",
        "maxProperties": 1000,
        "additionalProperties": {
          "type": "string",
          "maxLength": 10000
        }
      }
    }
  },
  "Reached": {
    "type": "object",
    "required": [
      "outcome"
    ],
    "additionalProperties": false,
    "properties": {
      "outcome": {
        "enum": [
          "pass",
          "fail",
          "undecided",
          "error"
        ]
      },
      "score": {
        "type": "number"
      },
      "tries": {
        "type": "integer",
        "minimum": 0
      },
      "message": {
        "type": "string",
        "maxLength": 2000
      }
    }
  },
  "LessonFile": {
    "type": "object",
    "required": [
      "format",
      "version",
      "name",
      "title",
      "text",
      "start",
      "goals",
      "reference"
    ],
    "additionalProperties": false,
    "properties": {
      "format": {
        "enum": [
          "qdesign-lesson"
        ]
      },
      "version": {
        "type": "integer",
        "minimum": 1,
        "maximum": 1
      },
      "name": {
        "type": "string",
        "minLength": 1,
        "maxLength": 60
      },
      "title": {
        "type": "string",
        "minLength": 1,
        "maxLength": 100
      },
      "group": {
        "type": "string",
        "maxLength": 60
      },
      "help": {
        "type": "string",
        "maxLength": 200
      },
      "source": {
        "type": "string",
        "maxLength": 300
      },
      "minutes": {
        "type": "integer",
        "minimum": 1,
        "maximum": 600
      },
      "text": {
        "type": "array",
        "maxItems": 30,
        "items": {
          "type": "string",
          "maxLength": 2000
        }
      },
      "palette": {
        "type": "array",
        "maxItems": 100,
        "items": {
          "type": "string",
          "maxLength": 60
        }
      },
      "start": {
        "type": "object"
      },
      "reference": {
        "type": "object"
      },
      "goals": {
        "type": "array",
        "maxItems": 20,
        "items": {
          "$ref": "#/$defs/Goal"
        }
      },
      "hints": {
        "type": "array",
        "maxItems": 20,
        "items": {
          "type": "string",
          "maxLength": 1000
        }
      }
    }
  },
  "Goal": {
    "type": "object",
    "required": [
      "name",
      "title",
      "kind"
    ],
    "additionalProperties": false,
    "properties": {
      "name": {
        "type": "string",
        "minLength": 1,
        "maxLength": 60
      },
      "title": {
        "type": "string",
        "minLength": 1,
        "maxLength": 200
      },
      "kind": {
        "enum": [
          "state",
          "map",
          "energy",
          "count",
          "equal",
          "proof",
          "prediction"
        ]
      },
      "body": {
        "$ref": "#/$defs/Kept"
      },
      "values": {
        "type": "object",
        "maxProperties": 1000,
        "additionalProperties": {
          "type": "number"
        }
      },
      "exactly": {
        "type": "boolean"
      },
      "tolerance": {
        "type": "number",
        "minimum": 0,
        "maximum": 1000000
      },
      "observable": {
        "type": "object",
        "maxProperties": 10000,
        "additionalProperties": {
          "type": "number"
        }
      },
      "exact": {
        "type": "number"
      },
      "what": {
        "type": "string",
        "maxLength": 60
      },
      "at_most": {
        "type": "number"
      },
      "at_least": {
        "type": "number"
      },
      "steps": {
        "type": "integer",
        "minimum": 0,
        "maximum": 10000
      },
      "question": {
        "type": "string",
        "maxLength": 1000
      },
      "choices": {
        "type": "array",
        "maxItems": 20,
        "items": {
          "type": "string",
          "maxLength": 200
        }
      },
      "answer": {
        "type": "string",
        "maxLength": 200
      }
    }
  },
  "HandIn": {
    "type": "object",
    "required": [
      "format",
      "version",
      "lesson",
      "revision",
      "document"
    ],
    "additionalProperties": false,
    "properties": {
      "format": {
        "enum": [
          "qdesign-hand-in"
        ]
      },
      "version": {
        "type": "integer",
        "minimum": 1,
        "maximum": 1
      },
      "lesson": {
        "type": "string",
        "minLength": 1,
        "maxLength": 100
      },
      "revision": {
        "type": "string",
        "maxLength": 64
      },
      "student": {
        "type": "string",
        "maxLength": 100
      },
      "hints": {
        "type": "integer",
        "minimum": 0,
        "maximum": 1000
      },
      "document": {
        "type": "object"
      }
    }
  },
  "Problem": {
    "type": "object",
    "required": [
      "name",
      "options"
    ],
    "additionalProperties": false,
    "properties": {
      "name": {
        "type": "string",
        "minLength": 1,
        "maxLength": 200
      },
      "options": {
        "type": "object",
        "maxProperties": 100
      }
    }
  },
  "Noise": {
    "type": "object",
    "required": [
      "channels"
    ],
    "additionalProperties": false,
    "properties": {
      "channels": {
        "type": "object",
        "maxProperties": 100,
        "additionalProperties": {
          "type": "object",
          "maxProperties": 10000,
          "additionalProperties": {
            "type": "number",
            "minimum": 0
          }
        }
      },
      "on": {
        "type": "boolean"
      },
      "target": {
        "type": "string",
        "maxLength": 200
      }
    }
  }
} as const;
