<?php
// Make the site: php fill.php POSTS.json. The paper's forms: sections without /category/, its permalinks.
define('WP_INSTALLING', true);
$_SERVER['HTTP_HOST'] = parse_url(getenv('SITE_ORIGIN'), PHP_URL_HOST);
require __DIR__ . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
require_once ABSPATH . 'wp-admin/includes/taxonomy.php';
wp_install('Báo Lạng Sơn', 'toasoan', 'toasoan@example.org', true, '', 'mat-khau');
wp_set_current_user(1);
foreach (get_posts(['post_type' => ['post', 'page'], 'numberposts' => -1]) as $sample) {
    wp_delete_post($sample->ID, true);
}
update_option('timezone_string', 'Asia/Ho_Chi_Minh');
update_option('posts_per_page', 15);
update_option('permalink_structure', '/%category%/%post_id%-%postname%.html');
switch_theme('bao');
kses_remove_filters();
$site = json_decode(file_get_contents($argv[1]), true);
$categories = [];
foreach ($site['sections'] as $path => $name) {
    $steps = explode('/', $path);
    $parent = count($steps) > 1 ? $categories[$steps[0]] : 0;
    $made = wp_insert_term($name, 'category', ['slug' => end($steps), 'parent' => $parent]);
    $categories[$path] = $made['term_id'];
}
wp_defer_term_counting(true);
foreach ($site['posts'] as $post) {
    $made = wp_insert_post([
        'import_id' => $post['id'], 'post_title' => $post['title'], 'post_name' => $post['slug'],
        'post_content' => $post['content'], 'post_date' => $post['date'], 'post_status' => 'publish',
        'post_category' => [$categories[$post['section']]],
    ], true);
    if ($made !== $post['id']) {
        fwrite(STDERR, "post {$post['id']} was not made\n");
        exit(1);
    }
}
wp_defer_term_counting(false);
flush_rewrite_rules(false);
