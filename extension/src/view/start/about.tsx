/** What the page is: what it does, what it does not, where to get the rest. */

import type { JSX } from "preact";

import { usePart } from "../workbench/cell";
import type { PageProps } from "./model";
import { Here, InPython } from "./start";

/** Pages of the documentation, where it stands beside this one. */
const DOCS: readonly (readonly [string, string])[] = [
  ["tutorial.html", "A first ansatz, from nothing"],
  ["studio.html", "The studio"],
  ["lessons.html", "Lessons, and how to write one"],
  ["workshops.html", "For organizers of workshops"],
  ["gallery.html", "A gallery of documents to open"],
  ["concepts/numbers.html", "What the numbers mean"],
];

export function About({ state, acts }: PageProps): JSX.Element {
  const offline = usePart(state, (now) => now.offline);
  const folder = acts.docs.replace("index.html", "");
  return (
    <div class="qd-page-text">
      <h1>qdesign {acts.version}</h1>
      <p class="qd-page-lead">
        A workbench for parametrized quantum circuits. This page is all of the studio that needs no Python: nothing that
        you draw leaves your browser, and no server computes for you.
      </p>
      <div class="qd-page-columns">
        <section>
          <h2>In this page</h2>
          <Here />
        </section>
        <section>
          <h2>Needs Python</h2>
          <InPython />
          <p>
            <code>pip install 'qdesign[lab]'</code>
          </p>
        </section>
        <section>
          <h2>What is kept</h2>
          <p>
            This browser keeps the eight drawings that were changed last, and how far you are in the lessons. A link
            holds its drawing behind #, which browsers do not send.{" "}
            {offline
              ? "The page itself is kept, too: it works without a network."
              : "The page is not kept for offline use."}
          </p>
        </section>
        <section>
          <h2>Numbers</h2>
          <p>
            Energies, gradients and states are computed to double precision, and each says beside it whether it is
            exact, an average or sampled. They are the same as Python's, which tests hold to nine digits.
          </p>
        </section>
        {acts.docs && (
          <section>
            <h2>Read on</h2>
            <ul class="qd-page-links">
              <li>
                <a href={acts.docs}>The documentation</a>
              </li>
              {DOCS.map(([page, title]) => (
                <li key={page}>
                  <a href={folder + page}>{title}</a>
                </li>
              ))}
            </ul>
          </section>
        )}
        <section>
          <h2>Licence</h2>
          <p>
            BSD-3-Clause: use it, change it, pass it on. What it is made of, and under which licences, stands in{" "}
            <a href="LICENSES.txt">LICENSES.txt</a>.
          </p>
        </section>
      </div>
    </div>
  );
}
