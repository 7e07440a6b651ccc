/** What a new document holds: two qubits and nothing on them, as `Document.dumps` writes it. */
export const EMPTY_DOCUMENT = `{
 "format": "qdesign",
 "version": 2,
 "parameters": [],
 "body": {"kind": "circuit", "qubits": ["q0", "q1"], "clbits": 0, "gates": {}, "operations": {}}
}
`;
