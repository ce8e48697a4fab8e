/** What the head of a signed-in page shows: who is there, the home of their work, and the pages of it. */
export type Work = { name: string; home: { path: string; label: string }; links: { path: string; label: string }[] };
