<?php
// For `php -S`: files as they are, all other addresses to WordPress. Answers say how long they are, as
// behind nginx; PHP's own server would end them by closing the connection alone.
$path = urldecode(parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH));
if ($path !== '/' && is_file(__DIR__ . $path)) {
    return false;
}
ob_start(function ($body) {
    header('Content-Length: ' . strlen($body));
    return $body;
});
$_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = '/index.php';
require __DIR__ . '/index.php';
