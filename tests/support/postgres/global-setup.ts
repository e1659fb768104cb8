import type { TestProject } from 'vitest/node';
import { startPostgres } from './cluster.ts';

/** One cluster for the whole run. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await startPostgres({ durable: false });
  project.provide('postgresUrl', cluster.url);
  return cluster.stop;
}
