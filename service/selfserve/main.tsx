import './styles.css';
import { render } from 'preact';
import { createServices } from './run/create-services.ts';
import { forgetInvitation, takeEntry } from './run/take-entry.ts';
import { keepWatching } from './run/watch.ts';
import { App } from './screens/app.tsx';

/** The app in a browser: wiring only. */
const services = createServices({ navigator, location, window });
const take = () => takeEntry({ location, history, session: sessionStorage });
const root = document.getElementById('root');
if (root) render(<App services={services} takeEntry={take} onJoinOver={() => forgetInvitation(sessionStorage)} />, root);
// Everything but notifications works without it.
void services.workers?.register('sw.js', { updateViaCache: 'none' }).catch(() => undefined);
void services.membership.start().then(() => keepWatching({ ...services, ...services.membership, ...services.answers, page: document, window }));
