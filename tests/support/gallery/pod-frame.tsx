import { render } from 'preact';
import { Pod, type PodStatusWord } from '../../../components/pod/Pod';

/** The pod alone, as `#<light or dark>-card-<status>` says; the status may also stand behind a `?`. */
const [tone = 'light', card, status] = location.hash.slice(1).split('-');
document.documentElement.dataset['tone'] = tone;
document.documentElement.classList.toggle('card', card === 'card');
const root = document.getElementById('root');
if (root) render(<Pod status={(location.search.slice(1) || status) as PodStatusWord} onOpen={() => {}} />, root);
