/** The form of templates, loaded once it is opened. */

export { default as styles } from "./later.css";
export { TemplateForm } from "./template-form";
