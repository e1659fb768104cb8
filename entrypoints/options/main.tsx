import '../../components/styles.css';
import { render } from 'preact';
import { useEffect } from 'preact/hooks';
import { OptionsPage } from '../../components/options-page';
import { parseHost } from '../../utils/connectwise/parse-host';
import { checkService, giveConsent, pair, removeHost, signOut } from '../../utils/messages/send';
import { allowCloud, allowHost } from '../../utils/panel/allow-hosts';
import { describeDevice } from '../../utils/panel/describe-device';
import { useShortcut } from '../../utils/panel/use-shortcut';
import { useSnapshot } from '../../utils/panel/use-panel';

function App() {
  useEffect(() => void checkService(), []);
  return (
    <OptionsPage
      snapshot={useSnapshot()}
      onConsent={giveConsent}
      onPair={(pairing) => pair({ ...pairing, deviceName: describeDevice(navigator.userAgent) })}
      onSignOut={signOut}
      onCheck={checkService}
      onAllowCloud={allowCloud}
      onAllowHost={allowHost}
      onRemoveHost={removeHost}
      parseHost={parseHost}
      shortcut={useShortcut()}
    />
  );
}

const root = document.getElementById('root');
if (root) render(<App />, root);
