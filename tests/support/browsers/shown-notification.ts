/** What a person sees of a notification; `tag` is the name under which a later one takes its place. */
export type ShownNotification = { title: string; body: string; tag: string };
