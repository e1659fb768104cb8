import type { MethodWord, ToggleWord } from './technician.ts';
import type { Backstage } from './stage.ts';

/** Where a test can run a function that knows nothing around it. */
export type Place = { evaluate<T, A = void>(fn: (arg: A) => T | Promise<T>, arg?: A): Promise<T> };
/** Keys by their DOM names, as far as the tests press them. */
export type Key = 'Tab' | 'ArrowLeft' | 'ArrowUp';
/** Mouse and keyboard over the ticket's page, while it is in front. */
export type Hands = {
  /** Clicks with the mouse, whatever lies there. */
  click(point: Point): Promise<unknown>;
  move(point: Point): Promise<unknown>;
  drag(from: Point, to: Point): Promise<unknown>;
  press(key: Key): Promise<unknown>;
};
/** A page in a tab. `addFrame` puts a frame into it as its own scripts would, and answers it once it has settled on a document, blocked or not. */
export type TabPage = Place & { addFrame(name: string, address: string): Promise<Place> };
/** In pixels of the ticket's page. */
export type Point = { x: number; y: number };
export type Badge = { text: string; title: string };

/** A technician's hands on the real panel, in every browser: each step waits for what a person would wait for. */
export type PanelHands = Place & {
  /** Resolves when the panel shows these words. */
  sees(words: string | RegExp, timeoutMs?: number): Promise<unknown>;
  /** Resolves when the panel has the button. */
  offers(button: string): Promise<unknown>;
  /** Whether the panel has the button now. */
  has(button: string): Promise<boolean>;
  /** A method, or whatever else is chosen by a radio button. */
  choose(option: MethodWord | (string & {})): Promise<unknown>;
  /** Whether the method is there and cannot be chosen. */
  isOff(method: MethodWord): Promise<boolean>;
  press(button: string): Promise<unknown>;
  /** Says what is being asked for, as the panel calls it. */
  sayAction(action: string): Promise<unknown>;
  turnOn(toggle: ToggleWord): Promise<unknown>;
  /** The six digits in the panel, once the message has been handed over. */
  readCode(): Promise<string>;
  /** The three digits to read to the caller. */
  readNumber(): Promise<string>;
  typeCode(code: string): Promise<void>;
  /** Writes into the field with this label. */
  fill(label: RegExp, text: string): Promise<unknown>;
  words(): Promise<string>;
  /** What fails an accessibility check. */
  findBarriers(): Promise<string[]>;
};

/** A ticket's window of its own. */
export type PoppedOut = {
  /** The pod in it. */
  pod: Place;
  /** Clicks the pod, which leads to the panel of the ordinary window. */
  clickPod(): Promise<unknown>;
  /** Closes all ordinary windows. */
  closeOthers(): Promise<unknown>;
  /** Clicks the pod where no ordinary window is left, and answers the panel of the one that opens, with the address in it. */
  clickAlone(): Promise<{ panel: PanelHands; address: string }>;
  close(): Promise<unknown>;
};

/** The whole product running, in a browser with the built extension. */
export type BrowserStage = Backstage & {
  /** Who the extension is. */
  extension: { origin: string; id: string };
  /** The ticket's page, while it is in front. */
  page: TabPage & { reload(): Promise<unknown> };
  /** The pod in it, and the middle of its link. */
  pod: Place & { point(): Promise<Point> };
  hands: Hands;
  /** Makes the window so large that the page has about this size. */
  resize(width: number, height: number): Promise<unknown>;
  /** The accessible names of buttons, groups and frames in the ticket's page, also in a closed shadow root. */
  names(): Promise<string[]>;
  /** What the toolbar button says beside the ticket, once the panel has been opened. */
  badge(): Promise<Badge>;
  /** The markup of the ticket's page and of every frame in it. */
  markup(): Promise<string[]>;
  background: Place & {
    /** Ends it, as the browser does after 30 idle seconds. */
    stop(): Promise<void>;
  };
  openTicket(number: string): Promise<unknown>;
  ticketAddress(number: string): string;
  /** Opens another tab in front; `close` brings the ticket's back. */
  openTab(address: string): Promise<TabPage & { close(): Promise<void> }>;
  /** Brings the ticket's tab in front. */
  showTicket(): Promise<unknown>;
  /** Opens the ticket in a window of its own, as ConnectWise does, from the one that is open. */
  popOut(number: string): Promise<PoppedOut>;
  openPanel(): Promise<PanelHands>;
  closePanel(): Promise<unknown>;
  /** Opens it with Alt+Shift+K on the keyboard, where it is closed and the stage stands on a screen. */
  openPanelByKeys(): Promise<PanelHands>;
  /** Pairs this browser as a person does on the first run's page: consent, the service's address, a pairing code. */
  signIn(): Promise<void>;
  /** Closes the browser and opens it again, with the same profile. */
  restartBrowser(): Promise<void>;
  close(): Promise<void>;
};
