/** The form of templates, loaded once it is opened. */

export { TemplateForm } from "./template-form";
