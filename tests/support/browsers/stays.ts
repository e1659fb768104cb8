/**
 * Watches that something stays as it is. Nothing tells that what must not happen will not happen any more, so it is watched for longer
 * than the content script takes to read, report and show its pod.
 */
export async function stays(what: string, is: () => Promise<boolean> | boolean, forMs = 2_000): Promise<void> {
  for (const until = Date.now() + forMs; Date.now() < until; ) {
    if (!(await is())) throw new Error(`It did not stay so: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
