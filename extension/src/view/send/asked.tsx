/** What a job asks of its provider beside shots, such as its error mitigation: a form that the provider's row makes. */

import type { JSX } from "preact";

import type { RowOption } from "../../document/catalog.generated";
import { type ReadOptions, readOptions, type Typed, typedOf } from "../../document/options";
import type { Provider } from "../../port";
import { OptionFields } from "../widgets/option-fields";
import type { Given } from "./preparing";

export interface OptionsRead extends ReadOptions {
  readonly options: readonly RowOption[];
  readonly typed: Typed;
}

/** The options of a provider with what was typed, or their defaults. */
export function optionsRead(provider: Provider | undefined, given: Given): OptionsRead {
  // They are rows' options, as the catalog's.
  const options = (provider?.options ?? []) as unknown as readonly RowOption[];
  const typed = typedOf(options, given);
  return { options, typed, ...readOptions(options, typed) };
}

export function AskedOptions({
  title,
  read,
  onGiven,
}: {
  /** Of the provider. */
  readonly title: string;
  readonly read: OptionsRead;
  readonly onGiven: (given: Given) => void;
}): JSX.Element | null {
  const { options, typed, wrong } = read;
  if (!options.length) return null;
  const normal = typedOf(options);
  const isChanged = options.some(({ name }) => typed[name] !== normal[name]);
  return (
    <div class="qd-section qd-send-asked" role="group" aria-label={`Options of ${title}`}>
      <div class="qd-head">
        <h2>Options of {title}</h2>
        {isChanged && (
          <button type="button" class="qd-link qd-right" title="As they are by themselves" onClick={() => onGiven({})}>
            Defaults
          </button>
        )}
      </div>
      <OptionFields options={options} typed={typed} wrong={wrong} isTold onChange={onGiven} />
    </div>
  );
}
