/** What is loaded once noise is looked into: every channel with its rates, and mitigated energies. */

export { EnergySection } from "./energy";
export { More } from "./more";
