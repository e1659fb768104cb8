import { render } from 'preact';
import type { ComponentProps } from 'preact';
import { Pod } from '../../../components/pod/Pod';

const minutes = (count: number) => count * 60_000;
const verified = { method: 'sms', check: 'compare', agoMs: minutes(3.5), leftMs: minutes(11.5) } as const;
const states: Record<string, Omit<ComponentProps<typeof Pod>, 'onOpen'>> = {
  none: { status: 'none' },
  waiting: { status: 'waiting' },
  verified: { status: 'verified', verified },
  'verified, longest words': { status: 'verified', verified: { method: 'push', check: 'number', agoMs: minutes(47), leftMs: minutes(60) } },
  'verified, just now': { status: 'verified', verified: { ...verified, method: 'email', agoMs: 0, leftMs: minutes(15) } },
  'not verified': { status: 'not_verified' },
};

/** One state of the pod, named by the address's hash; without a name the list of all. */
const name = decodeURIComponent(location.hash.slice(1));
const state = states[name];
const root = document.getElementById('root');
if (root) render(state ? <Pod {...state} onOpen={() => {}} /> : <ul>{Object.keys(states).map((each) => <li key={each}><a href={`#${each}`}>{each}</a></li>)}</ul>, root);
