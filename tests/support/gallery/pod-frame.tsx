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
  not_verified: { status: 'not_verified' },
};
const looks = ['light', 'dark', 'light-card', 'dark-card'];

/** The pod alone, as `#<look>:<state>` says, and without a state the list of all; a page around it names the state behind a `?`, as the look is all that it tells the real one. */
const [look = '', named] = decodeURIComponent(location.hash.slice(1)).split(':');
const [tone, card] = look.split('-');
const state = states[named ?? decodeURIComponent(location.search.slice(1))];
document.documentElement.dataset['tone'] = tone;
document.documentElement.classList.toggle('card', card === 'card');
const all = looks.flatMap((each) => Object.keys(states).map((name) => `${each}:${name}`));
const root = document.getElementById('root');
if (root) render(state ? <Pod {...state} onOpen={() => {}} /> : <ul>{all.map((each) => <li key={each}><a href={`#${each}`}>{each}</a></li>)}</ul>, root);
