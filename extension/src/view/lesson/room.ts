/** Lessons: their text and goals in the palette's place, checked while one draws. */

import { TEACH } from "../../port";
import { loaded } from "../widgets/on-request";
import { room } from "../widgets/room";
import { onRequest } from "../workbench/on-request";
import { LESSON, UNTAUGHT } from "../workbench/slots";
import type { Workbench } from "../workbench/workbench";
import styles from "./lesson.css";

const later = onRequest(() => import("./later"));

const put =
  (over: "list" | "make") =>
  (bench: Workbench): void => {
    bench.at(LESSON).patch({ over });
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
    bench.root.addEventListener(TEACH, teach);
    look(bench.editor.value);
    const stop = bench.editor.subscribe(look);
    return () => {
      bench.root.removeEventListener(TEACH, teach);
      stop();
    };
  },
  effects: {
    lessons: put("list"),
    "make-lesson": put("make"),
  },
});
