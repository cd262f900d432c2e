//! What the blog does.

use housestyle::SortField;
use housestyle::server::{Call, HandlerResult};
use housestyle::{Direction, Page, Problem, Related};

use super::api::operations::*;
use super::api::server;
use super::api::types::{Article, Comment, Import, Orphans, Person, Tag};
use super::blog::{Blog, Data, Row};

/// Rows in the requested order.
fn sorted(mut rows: Vec<Row>, order: &[SortField]) -> Vec<Row> {
    rows.sort_by(|one, other| {
        let each = order.iter().map(|field| {
            let less = match field.wire {
                "title" => one.title.cmp(&other.title),
                _ => one.id.cmp(&other.id),
            };
            if field.descending { less.reverse() } else { less }
        });
        each.fold(std::cmp::Ordering::Equal, std::cmp::Ordering::then)
    });
    rows
}

fn tags(row: &Row) -> Vec<Related<Tag>> {
    row.tags.iter().map(|id| Related::to(id.to_string())).collect()
}

impl server::Articles for Blog {
    async fn list_articles(
        &self,
        call: Call<ListArticles>,
    ) -> HandlerResult<Page<Article>, ListArticlesError> {
        self.with(|data| {
            let mut rows = data.articles.clone();
            rows.retain(|row| {
                let author = row.author.map(|id| id.to_string());
                let by = call.filter_author.as_ref().is_none_or(|id| author.as_ref() == Some(id));
                by && call.filter_published.is_none_or(|published| row.published == published)
            });
            let total = rows.len();
            let from = usize::try_from(call.page.offset()).unwrap_or(usize::MAX);
            let some = sorted(rows, &call.sort).into_iter().skip(from).take(call.page.size as usize);
            let page = some.map(|row| data.present(&row)).collect();
            Ok(Page::new(page).total(total as u64))
        })
    }

    async fn create_article(&self, call: Call<CreateArticle>) -> HandlerResult<Article, CreateArticleError> {
        let new = &call.body;
        self.with(|data| {
            let author = new.author.clone().into_change().flatten();
            let row = Row {
                id: data.next,
                title: new.title.clone(),
                text: new.text.clone().into_change().flatten(),
                published: new.published,
                author: author.map(|author| data.known_person(&author)).transpose()?,
                tags: data.known_tags(new.tags.as_deref().unwrap_or_default())?,
                subject: None,
            };
            data.next += 1;
            data.articles.push(row.clone());
            Ok(data.present(&row))
        })
    }

    async fn get_article(&self, call: Call<GetArticle>) -> HandlerResult<Article, GetArticleError> {
        self.with(|data| {
            let row = data.article(&call.id)?.clone();
            Ok(data.present(&row))
        })
    }

    async fn update_article(&self, call: Call<UpdateArticle>) -> HandlerResult<Article, UpdateArticleError> {
        let patch = call.body.clone();
        self.with(|data| {
            let mut row = data.article(&call.id)?.clone();
            if let Some(title) = patch.title {
                if row.published {
                    return Err(UpdateArticleError::TitleIsFixed)?;
                }
                row.title = title;
            }
            patch.text.apply(&mut row.text);
            row.published = patch.published.unwrap_or(row.published);
            if let Some(author) = patch.author.into_change() {
                row.author = author.map(|author| data.known_person(&author)).transpose()?;
            }
            if let Some(tags) = &patch.tags {
                row.tags = data.known_tags(tags)?;
            }
            *data.article(&call.id)? = row.clone();
            Ok(data.present(&row))
        })
    }

    async fn delete_article(&self, call: Call<DeleteArticle>) -> HandlerResult<(), DeleteArticleError> {
        self.with(|data| {
            let id = data.article(&call.id)?.id;
            data.articles.retain(|row| row.id != id);
            Ok(())
        })
    }

    async fn get_article_author(
        &self,
        call: Call<GetArticleAuthor>,
    ) -> HandlerResult<Option<Person>, GetArticleAuthorError> {
        self.with(|data| {
            let author = data.article(&call.id)?.author;
            Ok(author.and_then(|id| data.person(id)))
        })
    }

    async fn get_article_author_link(
        &self,
        call: Call<GetArticleAuthorLink>,
    ) -> HandlerResult<Option<Related<Person>>, GetArticleAuthorLinkError> {
        self.with(|data| Ok(data.article(&call.id)?.author.map(|id| Related::to(id.to_string()))))
    }

    async fn set_article_author(
        &self,
        call: Call<SetArticleAuthor>,
    ) -> HandlerResult<(), SetArticleAuthorError> {
        self.with(|data| {
            let author = call.body.as_ref().map(|author| data.known_person(author)).transpose()?;
            data.article(&call.id)?.author = author;
            Ok(())
        })
    }

    async fn get_article_tag_links(
        &self,
        call: Call<GetArticleTagLinks>,
    ) -> HandlerResult<Vec<Related<Tag>>, GetArticleTagLinksError> {
        self.with(|data| Ok(tags(data.article(&call.id)?)))
    }

    async fn set_article_tags(
        &self,
        call: Call<SetArticleTags>,
    ) -> HandlerResult<Vec<Related<Tag>>, SetArticleTagsError> {
        self.with(|data| {
            let ids = data.known_tags(&call.body)?;
            let row = data.article(&call.id)?;
            row.tags = ids;
            Ok(tags(row))
        })
    }

    async fn add_article_tags(
        &self,
        call: Call<AddArticleTags>,
    ) -> HandlerResult<Vec<Related<Tag>>, AddArticleTagsError> {
        self.with(|data| {
            let ids = data.known_tags(&call.body)?;
            let row = data.article(&call.id)?;
            for id in ids {
                if !row.tags.contains(&id) {
                    row.tags.push(id);
                }
            }
            Ok(tags(row))
        })
    }

    async fn remove_article_tags(
        &self,
        call: Call<RemoveArticleTags>,
    ) -> HandlerResult<(), RemoveArticleTagsError> {
        self.with(|data| {
            let ids = data.known_tags(&call.body)?;
            data.article(&call.id)?.tags.retain(|id| !ids.contains(id));
            Ok(())
        })
    }

    async fn start_import(&self, call: Call<StartImport>) -> HandlerResult<Import, StartImportError> {
        Ok(Import { id: "1".to_owned(), from: call.body.from.clone() })
    }
}

impl Data {
    /// People in an order, which their names and then their ids make.
    fn ordered(&self, order: &[SortField]) -> Vec<(u32, String)> {
        let mut people = self.people.clone();
        people.sort_by(|one, other| {
            let each = order.iter().map(|field| {
                let less = if field.wire == "name" { one.1.cmp(&other.1) } else { one.0.cmp(&other.0) };
                if field.descending { less.reverse() } else { less }
            });
            each.fold(std::cmp::Ordering::Equal, std::cmp::Ordering::then)
        });
        people
    }
}

impl server::People for Blog {
    /// A cursor is the id of the person next to the page, encoded so that it does not look like an id.
    async fn list_people(&self, call: Call<ListPeople>) -> HandlerResult<Page<Person>, ListPeopleError> {
        self.with(|data| {
            let people = data.ordered(&call.sort);
            let size = call.page.size as usize;
            let neighbor = match &call.page.cursor {
                None => None,
                Some(cursor) => {
                    let id = cursor.strip_prefix("p-").and_then(|id| id.parse().ok());
                    let at = people.iter().position(|(known, _)| Some(*known) == id);
                    Some(at.ok_or_else(|| call.context().bad_anchor("is no cursor of ours"))?)
                }
            };
            let (from, to) = match (neighbor, call.page.direction) {
                (None, _) => (0, size),
                (Some(at), Direction::After) => (at + 1, at + 1 + size),
                (Some(at), Direction::Before) => (at.saturating_sub(size), at),
            };
            let (from, to) = (from.min(people.len()), to.min(people.len()));
            let cursor = |at: usize| Some(format!("p-{}", people[at].0));
            let prev = if from > 0 && from < to { cursor(from) } else { None };
            let next = if to < people.len() && from < to { cursor(to - 1) } else { None };
            let items = people[from..to].iter().map(|(id, name)| Person::new(id.to_string(), name.clone()));
            Ok(Page::new(items.collect()).total(people.len() as u64).cursors(prev, next))
        })
    }

    async fn create_person(&self, call: Call<CreatePerson>) -> HandlerResult<Person, CreatePersonError> {
        self.with(|data| {
            let id = data.next;
            data.next += 1;
            data.people.push((id, call.body.name.clone()));
            Ok(Person::new(id.to_string(), call.body.name.clone()))
        })
    }

    async fn get_person(&self, call: Call<GetPerson>) -> HandlerResult<Person, GetPersonError> {
        let id = call.id.parse().unwrap_or(0);
        self.with(|data| Ok(data.person(id).ok_or_else(Problem::not_found)?))
    }

    async fn delete_person(&self, call: Call<DeletePerson>) -> HandlerResult<Orphans, DeletePersonError> {
        let id = call.id.parse().unwrap_or(0);
        self.with(|data| {
            data.person(id).ok_or_else(Problem::not_found)?;
            data.people.retain(|(known, _)| *known != id);
            let mut orphans = 0;
            for row in data.articles.iter_mut().filter(|row| row.author == Some(id)) {
                row.author = None;
                orphans += 1;
            }
            Ok(Orphans { articles: orphans })
        })
    }
}

impl server::Comments for Blog {
    async fn list_comments(&self, _: Call<ListComments>) -> HandlerResult<Vec<Comment>, ListCommentsError> {
        self.with(|data| {
            let rows = data.articles.clone();
            let mut comments: Vec<_> = rows.iter().flat_map(|row| data.comments_of(row)).collect();
            // The author of the second is linked, but their name was not requested.
            comments[1].author = Some(Related::to("9"));
            Ok(comments)
        })
    }
}
