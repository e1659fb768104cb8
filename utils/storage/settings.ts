import * as z from 'zod/mini';

/** What outlives the browser. Names only: keys are in IndexedDB, tokens in storage.session. */
const text = z.nullable(z.string());
const SettingsSchema = z.object({
  consentedAt: z.nullable(z.number()),
  serviceOrigin: text,
  technician: text,
  tenant: text,
  /** Origins of ConnectWise servers of one's own. Settings from before there were any have none. */
  hosts: z._default(z.array(z.string()), []),
});
export type Settings = z.infer<typeof SettingsSchema>;

export const noSettings: Settings = { consentedAt: null, serviceOrigin: null, technician: null, tenant: null, hosts: [] };

/** The settings that `stored` holds. What does not parse counts as never set, consent included. */
export function parseSettings(stored: unknown): Settings {
  const parsed = SettingsSchema.safeParse(stored);
  return parsed.success ? parsed.data : noSettings;
}
