import '../../../components/styles.css';
import { render } from 'preact';
import { OptionsPage } from '../../../components/options-page';
import { Panel } from '../../../components/panel';
import { parseHost } from '../../../utils/connectwise/parse-host';
import { localNow, tabId } from './samples';
import { states } from './states';

/** One state of the panel, named by the address's hash; `options:` before it shows the options page in that state. */
function Gallery() {
  const [page, name = ''] = decodeURIComponent(location.hash.slice(1)).split(':');
  const snapshot = states[name];
  const done = () => Promise.resolve({ ok: true } as const);
  if (!snapshot) return <ul>{Object.keys(states).map((each) => <li key={each}><a href={`#panel:${each}`}>{each}</a></li>)}</ul>;
  if (page === 'options') {
    const paired = name.startsWith('not') ? { ...snapshot, technician: null, tenant: null, serviceOrigin: null } : snapshot;
    return <OptionsPage snapshot={paired} onConsent={done} onPair={done} onSignOut={done} onCheck={done} onAllowCloud={done} onAllowHost={done} onRemoveHost={done} parseHost={parseHost} shortcut={{ keys: 'Alt+Shift+K', settings: 'chrome://extensions/shortcuts' }} />;
  }
  return <Panel snapshot={snapshot} tabId={tabId} now={localNow} onIntent={done} onOpenOptions={() => {}} onRetry={() => {}} onShowPods={() => {}} onEnterTicket={done} onLeaveTicket={done} onShowOwn={Object.keys(snapshot.poppedOut).length > 0 ? () => {} : undefined} onDiagnostics={async () => ({ state: 'not_copied', text: 'Countersign 0.1.0, Edge on Windows' })} />;
}

const root = document.getElementById('root');
if (root) render(<Gallery key={location.hash} />, root);
addEventListener('hashchange', () => location.reload());
