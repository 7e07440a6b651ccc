/** Whether the Jupyter server answers: asked when something failed, and then until it does. */

import { ServerConnection } from "@jupyterlab/services";

const AGAIN = 2_000;

export class Answering {
  private readonly listeners = new Set<(answers: boolean) => void>();
  private asking = false;
  private gone = false;

  constructor(private readonly server: ServerConnection.ISettings) {}

  /** Hears when the server is gone, and when it is back. */
  onChange(listener: (answers: boolean) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Something failed: perhaps nobody is there. */
  async doubt(): Promise<void> {
    if (this.asking) return;
    this.asking = true;
    while (!(await this.answers())) {
      this.tell(false);
      await new Promise((resolve) => setTimeout(resolve, AGAIN));
    }
    this.asking = false;
    this.tell(true);
  }

  private async answers(): Promise<boolean> {
    try {
      const { status } = await ServerConnection.makeRequest(`${this.server.baseUrl}api/status`, {}, this.server);
      // A proxy answers in place of a server that is gone.
      return status < 500;
    } catch {
      return false;
    }
  }

  private tell(answers: boolean): void {
    if (this.gone !== answers) return;
    this.gone = !answers;
    for (const listener of [...this.listeners]) listener(answers);
  }
}
