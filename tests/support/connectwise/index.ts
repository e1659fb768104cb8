export { type FakeConnectWise, type FakeConnectWiseOptions, startConnectWise } from './server.ts';
export { type FakeTicket, defaultTickets } from './tickets.ts';
