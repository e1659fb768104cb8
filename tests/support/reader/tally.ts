/** What a run over many pages came to: how often each outcome, how many scripts of the page's values ran, the first failure. */
export type Tally = { pages: number; outcomes: Record<string, number>; executed: number; failure: string | null };
