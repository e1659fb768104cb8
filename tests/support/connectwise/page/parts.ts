import type { Build } from './builds.ts';

/** Pieces of ConnectWise's markup: class names and structure as public code that reads the live product implies them. */

let lastId = 300;
/** GXT numbers its elements as it makes them. */
export const autoId = () => `x-auto-${(lastId += 1)}`;

export const escapeHtml = (text: string) => text.replace(/[&<>"]/g, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[character]!);

export function row(build: Build, label: string, field: string): string {
  const classes = { cell: `gwt-Label mm_label ${build.prefix}NLI`, class: `gwt-Label mm_label ${build.prefix}NLI`, title: `${build.prefix}NLI` }[build.podLabel];
  const cell = build.podLabel === 'cell' ? `mm_podElementLabel ${build.prefix}LLI` : `${build.prefix}LLI`;
  return `<tr class="pod-element-row"><td class="cw-label ${cell}"><div class="${classes}" title="${label}">${label}</div></td><td>${field}</td></tr>`;
}

export const input = (build: Build, classes: string) => `<input type="text" autocomplete="off" id="${autoId()}-input" class="${build.prefix}KVH ${classes}">`;

export const combo = (build: Build, classes: string) =>
  `<div class="mm_comboBox">${input(build, `${build.prefix}FWH ${classes}`)}<span class="mm_arrow">&#9662;</span></div>`;

export const fields = (rows: string[]) => `<table><tbody>${rows.join('')}</tbody></table>`;

export function banner(build: Build, word: string, title: string): string {
  return `<div class="cw-banner ${build.bannerClass}"><table><tr><td><div class="gwt-Label mm_label navigationEntry cw_CwLabel">${escapeHtml(word)}</div></td></tr></table>
    <span><div class="gwt-Label mm_label ${build.prefix}DDL detailLabel cw_CwLabel">${escapeHtml(title)}</div></span></div>`;
}

const buttons = [
  ['Save', 'Save', 58],
  ['SaveAndClose', 'Save &amp; Close', 98],
  ['New', 'New', 52],
  ['Refresh', 'Refresh', 70],
  ['Copy', 'Copy', 56],
  ['Delete', 'Delete', 64],
] as const;

export function toolbar(): string {
  let left = 12;
  const all = buttons.map(([name, label, width]) => {
    const style = `left:${left}px;width:${width}px`;
    left += width + 4;
    return `<div class="cw_ToolbarButton_${name}" style="${style}"><div class="mm_button" tabindex="0"><div class="mm_buttonIcon"></div>${label}</div></div>`;
  });
  return `<div class="mm_toolbarHolder">${all.join('')}</div>`;
}

export function pod(build: Build, name: string, title: string, body: string): string {
  const id = autoId();
  return `<div class="cw-pod ${build.prefix}BJI"><div id="${id}" class="mm_podHeader ${name}_header"><div id="${id}-label">${escapeHtml(title)}</div></div>
    <div class="${name} cw-pod-body">${body}</div></div>`;
}

/** One screen: a root with a banner, a toolbar and columns of pods. */
export function root(build: Build, kind: string, head: { word: string; title: string }, columns: string[]): string {
  return `<div class="${build.prefix}PJH ${kind} cw_PsaRootContainer">${banner(build, head.word, head.title)}${toolbar()}
    <table class="${build.prefix}FJH mm_portletSpacing"><tbody><tr>${columns.map((column) => `<td>${column}</td>`).join('')}</tr></tbody></table></div>`;
}

/** Company, contact, phone and e-mail: on a ticket, and with the same classes on records and in dialogs. */
export function whoFields(build: Build): string {
  const [number, extension] = [`<input type="text" class="${build.prefix}KVH cw-number">`, `<input type="text" class="${build.prefix}KVH cw-extension">`];
  const phone = build.extensionFirst ? extension + number : number + extension;
  return fields([
    row(build, 'Company', combo(build, 'cw_company')),
    row(build, 'Contact', combo(build, 'cw_contact')),
    row(build, 'Phone', `<div class="cw_contactPhoneCommunications">${phone}</div>`),
    row(build, 'Email', input(build, 'cw_emailAddress')),
  ]);
}
