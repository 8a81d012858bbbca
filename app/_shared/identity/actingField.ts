/** The name of the hidden field that says for whom a form's page was opened. */
export const actingField = "_actingFor";
