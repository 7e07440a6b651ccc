/** Lessons: their text and goals in the palette's place, checked while one draws. */

import { type CodeGiven, JOIN, TEACH } from "../../port";
import { loaded } from "../widgets/on-request";
import { room } from "../widgets/room";
import { onRequest } from "../workbench/on-request";
import { LESSON, UNTAUGHT } from "../workbench/slots";
import type { Workbench } from "../workbench/workbench";
import styles from "./lesson.css";

const later = onRequest(() => import("./later"));

const put =
  (over: "list" | "make" | "join", given: CodeGiven = { code: "", pressed: false }) =>
  (bench: Workbench): void => {
    bench.at(LESSON).patch({ over, ...given });
    bench.ui.patch({ drawer: "palette" });
  };

export const lesson = room({
  styles,
  LessonPanel: loaded(later, ({ LessonPanel }) => LessonPanel),
  LessonStrip: loaded(later, ({ LessonStrip }) => LessonStrip),
  start: (bench) => {
    const look = ({ state: { document, outer } }: typeof bench.editor.value): void => {
      const said = !outer && document.lesson;
      const name = said instanceof Map ? String(said.get("name")) : "";
      const now = bench.at(LESSON);
      if (outer || name === now.value.name) return;
      now.set({ ...UNTAUGHT, name });
      later.use(bench, ({ follow }) => follow(bench));
    };
    const teach = (event: Event): void =>
      later.use(bench, ({ openOwn }) => openOwn(bench, (event as CustomEvent<string>).detail));
    const join = (event: Event): void => put("join", (event as CustomEvent<CodeGiven>).detail)(bench);
    bench.root.addEventListener(TEACH, teach);
    bench.root.addEventListener(JOIN, join);
    look(bench.editor.value);
    const stop = bench.editor.subscribe(look);
    return () => {
      bench.root.removeEventListener(TEACH, teach);
      bench.root.removeEventListener(JOIN, join);
      stop();
    };
  },
  effects: {
    lessons: put("list"),
    "make-lesson": put("make"),
    "join-class": put("join"),
  },
});
