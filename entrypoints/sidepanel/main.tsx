import '../../components/styles.css';
import { render } from 'preact';
import { useEffect } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { Panel } from '../../components/panel';
import { lookAgainAfterMs, needsClock, sceneOf, type Target } from '../../components/scene';
import type { Answer } from '../../utils/messages/answer';
import { keepWorkerAwake } from '../../utils/messages/keep-worker-awake';
import { checkService, enterTicket, leaveTicket, lookAgain, sendIntent, showOwnTicket, showPods, tellStarted, watchTab } from '../../utils/messages/send';
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
  const againAfterMs = lookAgainAfterMs(scene);
  useEffect(() => {
    if (tabId === undefined || againAfterMs === undefined) return undefined;
    const timer = setInterval(() => void lookAgain(tabId), againAfterMs);
    return () => clearInterval(timer);
  }, [tabId, againAfterMs]);
  const ask = async (question: (tabId: number) => Promise<Answer>) => {
    if (tabId === undefined) return;
    setRefusal(undefined);
    const answer = await question(tabId);
    if (!answer.ok) setRefusal(answer.code);
  };
  const pass = (intent: Intent, target: Target) => ask((tab) => sendIntent({ tabId: tab, ...target, intent }));
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
      onEnterTicket={(number) => void ask((tab) => enterTicket(tab, number))}
      onLeaveTicket={() => void ask(leaveTicket)}
      onShowPods={() => void showPods()}
      onDiagnostics={tabId === undefined ? undefined : () => copyDiagnostics(tabId)}
    />
  );
}

const root = document.getElementById('root');
if (root) render(<App />, root);
