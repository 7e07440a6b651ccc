/** What is loaded once circuits are compared. */

export { CompareView } from "./compare";
export { default as styles } from "./compare.css";
export { chooseFile, compareDisk } from "./file";
export { MapsTab } from "./maps-tab";
