/** A wrong environment, in one sentence that names the variable and never its value. */
export class ConfigError extends Error {}

/** The value of the variable `name`, which the variable `because` needs. Throws ConfigError. */
export function needVariable<Name extends string>(values: Partial<Record<Name, string>>, name: Name, because: string): string {
  const value = values[name];
  if (!value) throw new ConfigError(`${name} is needed with ${because}.`);
  return value;
}
