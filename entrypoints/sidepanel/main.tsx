import '../../components/styles.css';
import { render } from 'preact';
import { useEffect } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { Panel } from '../../components/panel';
import { needsClock, sceneOf, type Target } from '../../components/scene';
import { keepWorkerAwake } from '../../utils/messages/keep-worker-awake';
import { checkService, sendIntent, showOwnTicket, showPods, tellStarted, watchTab } from '../../utils/messages/send';
import { copyDiagnostics } from '../../utils/panel/copy-diagnostics';
import { findMoveToSidebar } from '../../utils/panel/move-to-sidebar';
import { useTabInFront, useNow, useSnapshot } from '../../utils/panel/use-panel';
import { useRefusal } from '../../utils/panel/use-refusal';
import { isUnderWay } from '../../utils/workflow/snapshot';
import type { Intent } from '../../utils/workflow/state';

const moveToSidebar = findMoveToSidebar();

function App() {
  const snapshot = useSnapshot();
  const { tabId, windowId, isPoppedOut } = useTabInFront(snapshot);
  const scene = sceneOf(snapshot, tabId);
  const now = useNow(needsClock(scene));
  const [refusal, setRefusal] = useRefusal(`${tabId} ${scene.who?.number}`);
  useEffect(() => {
    if (tabId !== undefined) void watchTab(tabId);
  }, [tabId]);
  useEffect(() => {
    if (windowId !== undefined) void tellStarted(windowId);
  }, [windowId]);
  const underWay = snapshot !== undefined && isUnderWay(snapshot);
  useEffect(() => (underWay ? keepWorkerAwake() : undefined), [underWay]);
  const pass = async (intent: Intent, target: Target) => {
    if (tabId === undefined) return;
    setRefusal(undefined);
    const answer = await sendIntent({ tabId, ...target, intent });
    if (!answer.ok) setRefusal(answer.code);
  };
  return (
    <Panel
      snapshot={snapshot}
      tabId={tabId}
      now={now}
      refusal={refusal}
      onIntent={pass}
      onOpenOptions={() => void browser.runtime.openOptionsPage()}
      onRetry={() => void checkService()}
      onMoveToSidebar={moveToSidebar}
      onShowOwn={isPoppedOut ? () => void showOwnTicket(windowId) : undefined}
      onShowPods={() => void showPods()}
      onDiagnostics={tabId === undefined ? undefined : () => copyDiagnostics(tabId)}
    />
  );
}

const root = document.getElementById('root');
if (root) render(<App />, root);
