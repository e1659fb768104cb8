import type { ConnectwiseProblem } from './types.ts';

/** What each problem means and what to do next, for whoever looks after the connection. */
export const problemWords: Record<ConnectwiseProblem, string> = {
  unreachable: 'ConnectWise did not answer. Check that this computer reaches the site by https, then try again.',
  busy: 'ConnectWise gets too many requests at the moment. Wait a minute, then try again.',
  keys_refused: 'ConnectWise refused the API keys. Make new keys for the API member in ConnectWise, then connect again with them and your client id.',
  role_refused: "The API member's security role does not allow this. Allow it in ConnectWise under System > Security Roles, then try again.",
  site_wrong: 'What answers at this site is not the ConnectWise of this company. Check the company id, and the site: the host in the address bar when ConnectWise is open.',
  not_found: 'ConnectWise has no such record. Check the number, then try again.',
  refused: 'ConnectWise refused the request for a reason of its own. Try again; if it stays, ask your ConnectWise administrator to look at the API log.',
};
