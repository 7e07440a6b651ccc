/** The form of templates, loaded once it is opened. */

export { default as styles } from "../drawing/template-picker.css";
export { TemplateForm } from "./template-form";
