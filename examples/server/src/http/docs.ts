import { HttpRefusal } from '@bailiwick/http-koa';
import { Router } from '@koa/router';
import { readOnce } from './read-once.js';

/**
 * Allows scripts, styles and requests of this origin only. The styles of Swagger UI contain small pictures. Only
 * scripts may submit forms, because before they have loaded, a browser would send the password in a URL.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join(';');

const METHODS = 'GET, HEAD';

const OWN = new URL('../../docs-page/', import.meta.url);
const SWAGGER_UI = new URL('.', import.meta.resolve('swagger-ui-dist/package.json'));

/** All files of the page, by path. No other file on the disk is served. */
const FILES: Readonly<Record<string, readonly [file: URL, contentType: string]>> = {
  '/docs': [new URL('index.html', OWN), 'text/html; charset=utf-8'],
  '/docs/page.css': [new URL('page.css', OWN), 'text/css; charset=utf-8'],
  '/docs/page.js': [new URL('page.js', OWN), 'text/javascript; charset=utf-8'],
  '/docs/swagger-ui.css': [new URL('swagger-ui.css', SWAGGER_UI), 'text/css; charset=utf-8'],
  '/docs/swagger-ui-bundle.js': [
    new URL('swagger-ui-bundle.js', SWAGGER_UI),
    'text/javascript; charset=utf-8',
  ],
  '/docs/favicon-32x32.png': [new URL('favicon-32x32.png', SWAGGER_UI), 'image/png'],
  // Browsers request this one by themselves.
  '/favicon.ico': [new URL('favicon-32x32.png', SWAGGER_UI), 'image/png'],
};

/** Serves a page to read and try the API in a browser. It loads nothing from other origins. */
export function docsRouter(): Router {
  const router = new Router({ sensitive: true, strict: true });
  for (const [path, [file, contentType]] of Object.entries(FILES)) {
    const read = readOnce(file);
    router.get(path, async (ctx) => {
      const content = await read();
      ctx.set('Content-Security-Policy', CONTENT_SECURITY_POLICY);
      ctx.set('Content-Type', contentType);
      // The next request may get the page of a newer release.
      ctx.set('Cache-Control', 'no-cache');
      ctx.status = 200;
      ctx.etag = content.etag;
      // The largest of these files has 1.7 MB, so browsers may cache them.
      if (ctx.fresh) ctx.status = 304;
      else ctx.body = content.bytes;
    });
    router.all(path, () => {
      throw new HttpRefusal('method-not-allowed', `This path allows only ${METHODS}.`, { Allow: METHODS });
    });
  }
  router.get('/docs/', (ctx) => {
    ctx.redirect('/docs');
  });
  return router;
}
