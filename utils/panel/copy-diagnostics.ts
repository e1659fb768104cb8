import type { Copied } from '../../components/diagnostics';
import { askDiagnostics } from '../messages/send';

/** Puts the description of the page in this tab on the clipboard; to be called in the click, which browsers insist on. */
export async function copyDiagnostics(tabId: number): Promise<Copied> {
  const text = await askDiagnostics(tabId);
  if (text === undefined) return { state: 'no_answer' };
  try {
    await navigator.clipboard.writeText(text);
    return { state: 'copied' };
  } catch {
    return { state: 'not_copied', text };
  }
}
