import { browser } from 'wxt/browser';
import { cloudMatches, permissionOf } from '../connectwise/hosts';
import { type Answer, accepted, refused } from '../messages/answer';
import { addHost } from '../messages/send';

/** Has the browser ask whether this ConnectWise server may be read, then adds it. To be called in a press: after anything awaited the browser asks nothing. */
export async function allowHost(origin: string): Promise<Answer> {
  return (await ask([permissionOf(origin)])) ? addHost(origin) : refused('host_not_allowed');
}

/** The same for ConnectWise's cloud, which needs no adding. */
export async function allowCloud(): Promise<Answer> {
  return (await ask(cloudMatches)) ? accepted : refused('host_not_allowed');
}

function ask(origins: string[]): Promise<boolean> {
  return browser.permissions.request({ origins }).catch(() => false);
}
