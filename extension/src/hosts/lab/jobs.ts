/** Jobs in JupyterLab: the list in a side panel, and each that is opened in a tab of its own. */

import type { JupyterFrontEnd } from "@jupyterlab/application";
import { WidgetTracker } from "@jupyterlab/apputils";
import type { ISettingRegistry } from "@jupyterlab/settingregistry";
import { Widget } from "@lumino/widgets";

import type { Host, SentWith } from "../../port";
import { EMPTY_DOCUMENT } from "../empty";
import { LocalFields } from "../fields";
import type { ServerAsks } from "./asks";
import type { CreateStudio } from "./document";
import { ansatzIcon } from "./icons";
import { readSettings } from "./settings";

/** The studio tells it on the page when jobs were sent or changed; lists ask at once then. */
const CHANGED = "qdesign-jobs";

export interface JobsOptions {
  readonly asks: () => ServerAsks;
  readonly settings: ISettingRegistry.ISettings | null;
  readonly studio: () => Promise<CreateStudio>;
  readonly openJob: (id: string, label: string) => void;
  readonly openDrawing: (name: string, document: string, sent: SentWith | null) => void;
}

/** The list of jobs, or one of them, without a drawing; loaded when it is shown first. */
export class JobsWidget extends Widget {
  private readonly asks: ServerAsks;
  private stop: (() => void) | null = null;
  private begun = false;

  constructor(
    private readonly options: JobsOptions,
    readonly job: string | null,
  ) {
    super();
    this.asks = options.asks();
    this.title.icon = ansatzIcon;
    this.addClass("qdesign-Jobs");
    this.node.tabIndex = -1;
  }

  protected override onAfterShow(): void {
    if (this.begun) window.dispatchEvent(new CustomEvent(CHANGED));
    else void this.begin();
  }

  protected override onAfterAttach(): void {
    if (this.isVisible && !this.begun) void this.begin();
  }

  protected override onActivateRequest(): void {
    this.node.querySelector<HTMLElement>(".qd")?.focus({ preventScroll: true });
  }

  override dispose(): void {
    if (this.isDisposed) return;
    this.stop?.();
    this.asks.close();
    super.dispose();
  }

  private async begin(): Promise<void> {
    this.begun = true;
    try {
      const createStudio = await this.options.studio();
      if (!this.isDisposed) this.stop = createStudio(this.node, this.host());
    } catch (error) {
      this.begun = false;
      this.node.textContent = `The jobs could not be shown: ${String(error)}. Reload the page.`;
    }
  }

  private host(): Host {
    const { openJob, openDrawing, settings } = this.options;
    const fields = new LocalFields({
      document: EMPTY_DOCUMENT,
      values: {},
      settings: readSettings(settings),
      name: "",
      saved: "saved",
    });
    return {
      port: {
        get: (field) => fields.get(field),
        set: (field, value) => fields.keep(field, value),
        onChange: (field, listener) => fields.onChange(field, listener),
        send: (message) => this.asks.send(message),
        onMessage: (listener) => this.asks.onMessage(listener),
      },
      can: { asks: null, alone: { job: this.job }, openJob, openDrawing },
    };
  }
}

/** Adds the panel and the command that opens a job; gives what layouts are restored with. */
export function addJobs(
  app: JupyterFrontEnd,
  options: Omit<JobsOptions, "openJob">,
): { readonly panel: Widget; readonly tabs: WidgetTracker<JobsWidget> } {
  const tabs = new WidgetTracker<JobsWidget>({ namespace: "qdesign-job" });
  const openJob = (id: string, label: string): void => {
    void app.commands.execute("qdesign:open-job", { job: id, label });
  };
  const whole = { ...options, openJob };
  app.commands.addCommand("qdesign:open-job", {
    label: "Open Quantum Job",
    isVisible: () => false,
    execute: ({ job, label }) => {
      if (typeof job !== "string") return;
      let tab = tabs.find((each) => each.job === job);
      if (!tab) {
        tab = new JobsWidget(whole, job);
        tab.id = `qdesign-job-${job}`;
        tab.title.label = typeof label === "string" && label !== "" ? label : job;
        tab.title.caption = `Quantum job ${job}`;
        tab.title.closable = true;
        app.shell.add(tab, "main");
        void tabs.add(tab);
      }
      app.shell.activateById(tab.id);
    },
  });
  const panel = new JobsWidget(whole, null);
  panel.id = "qdesign-jobs";
  panel.title.caption = "Quantum jobs";
  return { panel, tabs };
}
