import '../../components/styles.css';
import { render } from 'preact';
import { useEffect } from 'preact/hooks';
import { OptionsPage } from '../../components/options-page';
import { checkService, giveConsent, pair, signOut } from '../../utils/messages/send';
import { describeDevice } from '../../utils/panel/describe-device';
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
    />
  );
}

const root = document.getElementById('root');
if (root) render(<App />, root);
