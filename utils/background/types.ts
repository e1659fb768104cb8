import type { KeyPair } from 'dpop';
import type { Api } from '../api/create-api';
import type { DeviceKeys } from '../storage/device-key';
import type { Settings } from '../storage/settings';
import type { Snapshot } from '../workflow/snapshot';
import type { Badge } from './badge';
import type { BrowserHosts } from './hosts/browser-hosts';

export type BackgroundStore = {
  keys: DeviceKeys;
  readSettings(): Promise<Settings>;
  /** One change after another, each of what the one before has left. */
  changeSettings(update: (settings: Settings) => Settings): Promise<void>;
  readSnapshot(): Promise<Snapshot>;
  writeSnapshot(snapshot: Snapshot): Promise<void>;
  /** The tabs that a panel has in front of it. */
  readWatched(): Promise<number[]>;
  writeWatched(tabIds: number[]): Promise<void>;
  readToken(): Promise<string | undefined>;
  writeToken(token: string | undefined): Promise<void>;
};

export type BackgroundDeps = {
  store: BackgroundStore;
  createApi(connection: { origin: string; keyPair: KeyPair }): Api;
  generateKeyPair(): Promise<KeyPair>;
  now(): number;
  randomUUID(): string;
  wait(milliseconds: number): Promise<void>;
  /** Asks the content script of a tab what the page says now. Browsers hide the address of a page that may not be read. */
  readPage(tabId: number): Promise<{ address?: string; reading: unknown }>;
  /** What the toolbar button says while a tab is in front. */
  showBadge(tabId: number, badge: Badge): void;
  /** How the page in a tab is built, as lines. */
  describePage(tabId: number): Promise<unknown>;
  /** This extension and its browser, for a report: `Countersign 0.1.0, Edge on Windows`. */
  describeSelf(): string;
  /** Wakes the worker now and then while something is under way or a success counts. */
  setAlarm(on: boolean): void;
  /** Whether any panel is open; true where the browser cannot tell. */
  isPanelOpen(): Promise<boolean>;
  /** Must be called inside the listener of the click's message, before anything is awaited. Answers the window that the panel is in: another one where `windowId` can have none. */
  openPanel(windowId: number): Promise<number>;
  hosts: BrowserHosts;
  /** Tells the content scripts of all tabs whether pods are hidden. */
  tellPages(message: { name: string; hidden: boolean }): Promise<void>;
};
