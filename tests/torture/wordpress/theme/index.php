<!DOCTYPE html>
<html <?php language_attributes(); ?>><head><meta charset="utf-8"><?php wp_head(); ?></head>
<body <?php body_class(); ?>><?php wp_body_open(); ?>
<header><a href="<?php echo home_url('/'); ?>">Báo Lạng Sơn</a>
<ul><?php wp_list_categories(['title_li' => '']); ?></ul></header>
<main>
<?php if (is_singular()) : the_post(); ?>
<article>
<h1><?php the_title(); ?></h1>
<p><?php
$days = ['Chủ nhật', 'Thứ 2', 'Thứ 3', 'Thứ 4', 'Thứ 5', 'Thứ 6', 'Thứ 7'];
echo $days[(int) get_the_date('w')], ', ', get_the_date('d.m.Y | H:i:s');
?></p><p>408 lượt xem</p>
<div class="entry-content"><?php the_content(); ?></div>
</article>
<?php else : ?>
<h1><?php single_cat_title(); ?></h1>
<?php while (have_posts()) : the_post(); ?>
<article <?php post_class(); ?>><h2><a href="<?php the_permalink(); ?>"><?php the_title(); ?></a></h2>
<?php the_excerpt(); ?></article>
<?php endwhile; the_posts_pagination(); endif; ?>
</main>
<aside><h3>Tin mới</h3><ul><?php foreach (wp_get_recent_posts(['numberposts' => 5]) as $recent) : ?>
<li><a href="<?php echo get_permalink($recent['ID']); ?>"><?php echo esc_html($recent['post_title']); ?></a></li>
<?php endforeach; ?></ul></aside>
<?php wp_footer(); ?></body></html>
