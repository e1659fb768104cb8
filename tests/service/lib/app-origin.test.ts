import { expect, test } from 'vitest';
import { createAppOrigin } from '../../../service/src/lib/app-origin.ts';

test('links lead to the public origin, wherever the service listens', () => {
  const origin = createAppOrigin('https://verify.northwind.example');
  expect(origin.read()).toBe('https://verify.northwind.example');
  origin.listensAt('http://0.0.0.0:8787');
  expect(origin.read()).toBe('https://verify.northwind.example');
});

test.each([['http://127.0.0.1:8787', 'http://localhost:8787'], ['http://0.0.0.0:80', 'http://localhost'], ['http://[::1]:9000', 'http://localhost:9000']])('without one, %s is this machine by its secure name', (listening, expected) => {
  const origin = createAppOrigin(undefined);
  expect(() => origin.read()).toThrow('The service does not listen yet.');
  origin.listensAt(listening);
  expect(origin.read()).toBe(expected);
});
