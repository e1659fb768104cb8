/** What marks the element that holds the pod: no name of an element, because a page can define what an element of a name is. */
export const podMark = 'data-countersign-pod';
export const podSelector = `div[${podMark}]`;
