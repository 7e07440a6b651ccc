/** What is loaded once noise is looked into: devices, every channel with its rates, and mitigated energies. */

export { Device } from "./device";
export { EnergySection } from "./energy";
export { More } from "./more";
