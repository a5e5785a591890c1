import type { GroupTypes } from '@bailiwick/core';
import { registerBailiwick, tokens } from '@bailiwick/core/tsyringe';
import { openApiDocument } from '@bailiwick/http-koa';
import { createDatabase, type TestDatabase } from '@bailiwick/test-databases';
import { describeHost, documented } from '@bailiwick/test-openapi';
import type { DependencyContainer } from 'tsyringe';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { createContainer } from '../../dist/container.js';
import { readConfig } from '../../dist/config/config.js';
import { PREFIX } from '../../dist/http/prefix.js';
import { startServer, stopServer } from '../../dist/lifecycle/start-server.js';
import { ApiClient, type Account } from '../support/api-client.js';
import { collectComplaints, FITS, launchBrowser, watchAnswers } from '../support/browser.js';
import { eventually } from '../support/eventually.js';
import { ADMIN, testEnvironment } from '../support/test-environment.js';

export interface Visit {
  readonly page: Page;
  /** The API requests so far, as `GET /users?q=ann`. */
  readonly requests: string[];
  readonly complaints: string[];
  /** Opens a screen, and waits until its data is there. */
  readonly open: (path: string) => Promise<void>;
  readonly end: () => Promise<void>;
}

/** An example server with a console, and a browser to look at it: one of each for all tests of a file. */
export class ConsoleUnderTest {
  readonly url: string;
  /** The first administrator, with a bearer token. */
  readonly admin: ApiClient;
  readonly database: TestDatabase;
  readonly browser: Browser;
  #container: DependencyContainer;

  private constructor(parts: {
    url: string;
    admin: ApiClient;
    database: TestDatabase;
    browser: Browser;
    container: DependencyContainer;
  }) {
    this.url = parts.url;
    this.admin = parts.admin;
    this.database = parts.database;
    this.browser = parts.browser;
    this.#container = parts.container;
  }

  /** `groups` are the types of groups that the service declares, unless it is the one by default. */
  static async start(env: Record<string, string> = {}, groups?: GroupTypes): Promise<ConsoleUnderTest> {
    const browser = await launchBrowser();
    const database = await createDatabase('sqlite');
    const container = containerFor(database, env);
    if (groups !== undefined) registerBailiwick(container, { groups });
    const url = await startServer(container, () => {});
    if (groups !== undefined) {
      const check = documented(openApiDocument(container.resolve(tokens.bailiwick), { prefix: PREFIX }));
      describeHost(Number(new URL(url).port), () => check);
    }
    const admin = await new ApiClient(url).logIn(ADMIN);
    return new ConsoleUnderTest({ url, admin, database, browser, container });
  }

  /** Takes the server away; browsers keep their pages. */
  async stopServer(): Promise<void> {
    await stopServer(this.#container, { lingerMs: 0 });
  }

  /** Brings it back at the same address. */
  async startServer(): Promise<void> {
    this.#container = containerFor(this.database, { PORT: new URL(this.url).port });
    await startServer(this.#container, () => {});
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await this.stopServer();
    await this.database.destroy();
  }

  /** Creates a user, and returns their id. */
  async addUser(account: Account, more: object = {}): Promise<string> {
    const { status, body } = await this.admin.post('/v1/users', { ...account, ...more });
    if (status !== 201) throw new Error(`${account.email} was not created: ${JSON.stringify(body)}`);
    return body.id;
  }

  /** A browser profile of its own, in which somebody is signed in, or nobody. */
  async visit(account: Account | null, options: BrowserContextOptions = {}): Promise<Visit> {
    const context = await this.browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    if (account !== null) {
      const data = { ...account, cookie: true };
      const answer = await context.request.post(`${this.url}/v1/sessions`, {
        data,
        headers: { Origin: this.url },
      });
      if (answer.status() !== 201) throw new Error(`Signing in was answered with ${answer.status()}.`);
    }
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    const complaints = await collectComplaints(page, this.url);
    const answersChecked = watchAnswers(page);
    const requests: string[] = [];
    page.on('request', (request) => {
      const { pathname, search } = new URL(request.url());
      if (pathname.startsWith('/v1/')) requests.push(`${request.method()} ${pathname.slice(3)}${search}`);
    });
    return {
      page,
      requests,
      complaints,
      open: async (path) => {
        await page.goto(`${this.url}/console${path}`);
        await settled(page);
      },
      end: async () => {
        await answersChecked();
        await context.close();
      },
    };
  }
}

/** Waits until a screen has its data. */
export async function settled(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor();
  await page.locator('body:not(:has([aria-busy=true], .placeholder))').waitFor();
}

/** Waits until nothing is wider than the screen. The policy of the page does not let it evaluate a string repeatedly. */
export async function fits(page: Page): Promise<void> {
  await eventually(`${page.url()} to fit its window`, async () =>
    (await page.evaluate(FITS)) === true ? true : null,
  );
}

function containerFor(database: TestDatabase, env: Record<string, string>): DependencyContainer {
  return createContainer(readConfig(testEnvironment(database.url, { LOG_LEVEL: 'silent', ...env })));
}
