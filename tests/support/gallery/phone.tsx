import '../../../service/selfserve/styles.css';
import { render } from 'preact';
import { phoneStates } from './phone-states';

/** One state of the phone app, named by the address's hash; without a name the list of all. */
const State = phoneStates[decodeURIComponent(location.hash.slice(1))];
const root = document.getElementById('root');
if (root) render(State ? <State /> : <ul>{Object.keys(phoneStates).map((name) => <li key={name}><a href={`#${name}`}>{name}</a></li>)}</ul>, root);
