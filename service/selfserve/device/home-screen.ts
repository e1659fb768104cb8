/** Whether this page runs as an app of its own; Safari on iOS says it in a way of its own. */
export function isOnHomeScreen(): boolean {
  return matchMedia('(display-mode: standalone)').matches || ('standalone' in navigator && navigator.standalone === true);
}
