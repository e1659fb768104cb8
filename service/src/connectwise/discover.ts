import { parseJson } from '../delivery/provider-request.ts';
import { request } from './http-request.ts';
import type { HttpDeps } from './http-request.ts';
import { fail, problemOf } from './problem-of.ts';
import { readCompanyInfo } from './shapes.ts';
import { siteOrigin } from './site.ts';
import type { Asked, Discovered } from './types.ts';

/** What a site says of a company, without keys: the only request that goes to the site itself instead of its API host. */
export async function discover(site: string, companyId: string, deps: HttpDeps & { now: () => number }): Promise<Asked<Discovered>> {
  const origin = siteOrigin(site);
  if (origin === undefined || companyId.trim() === '') return fail('site_wrong');
  const heard = await request({ method: 'GET', url: `${origin}/login/companyinfo/${encodeURIComponent(companyId)}`, headers: { accept: 'application/json' } }, deps);
  const failure = problemOf(heard, deps.now());
  // whatever else it is that answers there, it is not ConnectWise: nobody has sent keys yet
  if (failure) return ['unreachable', 'busy'].includes(failure.problem) ? failure : fail('site_wrong');
  const found = 'text' in heard ? readCompanyInfo(site, parseJson(heard.text)) : undefined;
  return found ? { ok: true, value: found } : fail('site_wrong');
}
