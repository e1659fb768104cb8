import { expect, test } from 'vitest';
import { isConnectWiseUrl } from '../../../utils/connectwise/hosts';

test.each([
  'https://na.myconnectwise.net/v2025_1/ConnectWise.aspx',
  'https://sandbox-eu.myconnectwise.net/',
  'https://staging.connectwisedev.com/v4_6_release/ConnectWise.aspx?routeTo=ServiceFV&recid=1',
  'https://AU.MyConnectWise.net/',
])('%s is ConnectWise', (url) => expect(isConnectWiseUrl(url)).toBe(true));

test.each([
  'http://na.myconnectwise.net/',
  'https://myconnectwise.net.evil.example/',
  'https://evilmyconnectwise.net/',
  'https://na.myconnectwise.net@evil.example/',
  'https://evil.example/na.myconnectwise.net',
  'https://evil.example/?https://na.myconnectwise.net',
  'javascript:alert(1)//na.myconnectwise.net',
  'not an address',
  '',
])('%s is not ConnectWise', (url) => expect(isConnectWiseUrl(url)).toBe(false));
