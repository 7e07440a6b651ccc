/** A form for a text that one types or pastes: what is wrong with it, what it is, and putting it in. */

import type { ComponentChildren, JSX } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";

interface OwnFormProps {
  readonly label: string;
  readonly rows: number;
  readonly placeholder: string;
  readonly text: string;
  readonly onText: (text: string) => void;
  /** How it is written. */
  readonly hint: string;
  /** Why it cannot be read; empty where it can. */
  readonly wrong: string;
  /** What it is, as far as it could be read. */
  readonly told: ComponentChildren;
  /** What else there is to decide. */
  readonly children?: ComponentChildren;
  readonly ready: boolean;
  readonly put: () => void;
  readonly onShown: () => void;
  readonly onClose: () => void;
}

export function OwnForm(props: OwnFormProps): JSX.Element {
  const { label, rows, placeholder, text, onText, hint, wrong, told, children, ready, put, onShown, onClose } = props;
  const id = useId();
  const box = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    box.current?.focus({ preventScroll: true });
    box.current?.select();
    onShown();
  }, []);
  return (
    <form
      class="qd-rowform qd-own"
      aria-label={label}
      onSubmit={(event) => {
        event.preventDefault();
        put();
      }}
      onKeyDown={(event) => {
        // Keys of the drawing are letters here.
        if (!event.ctrlKey && !event.metaKey) event.stopPropagation();
        if (event.key === "Escape") onClose();
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
          event.preventDefault();
          event.stopPropagation();
          put();
        }
      }}
    >
      <label for={id}>{label}</label>
      <textarea
        id={id}
        ref={box}
        class="qd-field"
        rows={rows}
        spellcheck={false}
        autocomplete="off"
        placeholder={placeholder}
        value={text}
        aria-invalid={wrong !== ""}
        aria-describedby={`${id}-order ${id}-told`}
        onInput={(event) => onText(event.currentTarget.value)}
      />
      <p id={`${id}-order`} class="qd-quiet">
        {hint}
      </p>
      <div id={`${id}-told`} aria-live="polite">
        {wrong && (
          <div class="qd-error" role="alert">
            {wrong}
          </div>
        )}
        {told}
      </div>
      {children}
      <div class="qd-rowform-ends">
        <button type="submit" class="qd-button" data-look="main" disabled={!ready} title="Put in (Ctrl+Enter)">
          Put in
        </button>
        <button type="button" class="qd-button" data-look="line" onClick={onClose}>
          Cancel
        </button>
      </div>
    </form>
  );
}
