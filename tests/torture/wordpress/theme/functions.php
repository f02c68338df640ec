<?php
// Sections under their own slugs (/chinh-tri/, /chinh-tri/xay-dung-dang/), as the paper has them.
add_theme_support('automatic-feed-links');
add_theme_support('title-tag');
add_filter('category_link', fn ($link) => str_replace('/category/', '/', $link));
add_filter('category_rewrite_rules', function () {
    $rules = [];
    foreach (get_categories(['hide_empty' => false]) as $category) {
        $path = trim(get_category_parents($category->term_id, false, '/', true), '/');
        $query = "index.php?category_name=$path";
        $rules["$path/feed/(feed|rdf|rss|rss2|atom)/?$"] = "$query&feed=\$matches[1]";
        $rules["$path/feed/?$"] = "$query&feed=feed";
        $rules["$path/page/([0-9]+)/?$"] = "$query&paged=\$matches[1]";
        $rules["$path/?$"] = $query;
    }
    return $rules;
});
