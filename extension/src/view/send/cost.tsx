/** What a job costs, in parts, and what of the caps that leaves. */

import type { JSX } from "preact";

import type { Cap, Price } from "../../port";
import { fixedText } from "../../scene/math";
import { Icon } from "../widgets/icons";
import { unitSign } from "./caps";
import { money } from "./fitness";
import { ageText } from "./rows";

export function Cost({
  price,
  isFree,
  caps,
  known,
  circuits,
}: {
  readonly price: Price | null;
  readonly isFree: boolean;
  readonly caps: readonly Cap[];
  readonly known: boolean;
  readonly circuits: number;
}): JSX.Element {
  const mine = caps.filter(({ unit, most }) => most !== null && (!price || unit === price.unit));
  return (
    <>
      <div class="qd-head">
        <h2>Cost</h2>
        {price && !isFree && (
          <span class="qd-quiet qd-right">
            {price.source}
            {price.date && `, ${ageText(price.date, Date.now())}`}
          </span>
        )}
      </div>
      <div class="qd-send-cost">
        <strong>{costWords(price, isFree, known)}</strong>
        {isFree && <span class="qd-quiet">runs on this machine</span>}
        {!isFree && circuits > 1 && <span class="qd-quiet">for {circuits} circuits</span>}
      </div>
      {price && !isFree && Object.keys(price.parts).length > 0 && (
        <table class="qd-table">
          <tbody>
            {Object.entries(price.parts).map(([part, cost]) => (
              <tr key={part}>
                <td>{part}</td>
                <td class="qd-num">
                  {fixedText(cost, 2)} {unitSign(price.unit)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {mine.map(({ scope, unit, most, spent }) => {
        const over = (scope === "job" ? 0 : spent) + (price?.high ?? 0) > (most ?? 0);
        return (
          <div key={scope} class="qd-send-cap" data-over={over ? "" : undefined}>
            <span>
              {scope === "job"
                ? `This job, at most ${fixedText(most ?? 0, 2)} ${unitSign(unit)}`
                : `This ${scope}, ${fixedText(spent, 2)} of ${fixedText(most ?? 0, 2)} ${unitSign(unit)}`}
            </span>
            <span>{over ? "over" : <Icon name="check" size={12} />}</span>
          </div>
        );
      })}
    </>
  );
}

export function costWords(price: Price | null, isFree: boolean, known: boolean): string {
  if (isFree) return "free";
  if (price) return money(price);
  return known ? "not known" : "–";
}
