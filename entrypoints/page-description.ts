import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { describePage } from '../utils/connectwise/describe-page';
import { podSelector } from '../utils/pod/pod-selector';

/** Runs in a ticket page only when a technician asks for the diagnostics; its value is the answer. */
export default defineUnlistedScript(() => describePage(document, location.href, podSelector));
