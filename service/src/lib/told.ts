/** What went wrong, in one plain sentence for the person at the command line. */
export class Told extends Error {
  override name = 'Told';
}
