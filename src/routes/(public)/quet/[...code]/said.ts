/** What was typed into a report that was refused: it stands in the form again. */
export type Typed = { kind: string; text: string; contact: string };
/** What the scan page says of the form just sent. */
export type Said = { error?: string; typed?: Typed; sent?: string; placed?: boolean };
