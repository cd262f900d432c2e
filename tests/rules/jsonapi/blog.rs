//! Articles, people, tags and comments in memory, and a server of them.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use chrono::{DateTime, TimeDelta};
use housestyle::server::ServeOptions;
use housestyle::{Handler, Problem, Related, ResourceId};

use super::api;
use super::api::types::{Article, ArticleSubject, Comment, Person, Tag};
use crate::server::{Request, Server};

/// The media type of the standard.
pub const MEDIA: &str = "application/vnd.api+json";

/// How many articles, and people, there are at first.
pub const ARTICLES: u32 = 45;
pub const PEOPLE: u32 = 25;

/// An article as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    pub id: u32,
    pub title: String,
    pub text: Option<String>,
    pub published: bool,
    pub author: Option<u32>,
    pub tags: Vec<u32>,
    pub subject: Option<ResourceId>,
}

/// All that is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Data {
    pub articles: Vec<Row>,
    pub people: Vec<(u32, String)>,
    pub next: u32,
}

pub const TAGS: [&str; 3] = ["rust", "http", "json"];

#[derive(Clone, Handler)]
#[handler(api = api)]
pub struct Blog {
    data: Arc<Mutex<Data>>,
}

impl Blog {
    /// The first article has an author, two tags, a comment and a subject; every third has no author, and the last nothing.
    pub fn new() -> Self {
        let article = |id: u32| Row {
            id,
            title: format!("Article {id:02}"),
            text: id.is_multiple_of(2).then(|| format!("Text {id}")),
            published: id.is_multiple_of(5),
            author: (!id.is_multiple_of(3)).then_some(id % PEOPLE + 1),
            tags: if id == ARTICLES { Vec::new() } else { vec![id % 3 + 1, (id + 1) % 3 + 1] },
            subject: match id {
                1 => Some(ResourceId::new("people", "7")),
                2 => Some(ResourceId::new("tags", "3")),
                _ => None,
            },
        };
        let people = (1..=PEOPLE).map(|id| (id, format!("Person {:02}", (id * 7) % 26)));
        let data =
            Data { articles: (1..=ARTICLES).map(article).collect(), people: people.collect(), next: 1000 };
        Self { data: Arc::new(Mutex::new(data)) }
    }

    pub fn with<T>(&self, work: impl FnOnce(&mut Data) -> T) -> T {
        work(&mut self.data.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Data {
    pub fn article(&mut self, id: &str) -> Result<&mut Row, Problem> {
        let id: Option<u32> = id.parse().ok();
        self.articles.iter_mut().find(|row| Some(row.id) == id).ok_or_else(Problem::not_found)
    }

    pub fn person(&self, id: u32) -> Option<Person> {
        let (id, name) = self.people.iter().find(|(known, _)| *known == id)?;
        Some(Person::new(id.to_string(), name.clone()))
    }

    /// The id of a person that a document refers to.
    pub fn known_person(&self, person: &Related<Person>) -> Result<u32, Problem> {
        let id = person.id().parse().ok().filter(|id| self.person(*id).is_some());
        id.ok_or_else(|| missing("/data/relationships/author/data"))
    }

    pub fn known_tags(&self, tags: &[Related<Tag>]) -> Result<Vec<u32>, Problem> {
        let known = |tag: &Related<Tag>| tag.id().parse().ok().filter(|id| (1..=3).contains(id));
        let ids: Option<Vec<u32>> = tags.iter().map(known).collect();
        ids.ok_or_else(|| missing("/data/relationships/tags/data"))
    }

    /// The article with all its related resources in full; the runtime decides which of them are sent.
    pub fn present(&self, row: &Row) -> Article {
        let made = DateTime::UNIX_EPOCH + TimeDelta::days(i64::from(row.id));
        let mut article = Article::new(row.id.to_string(), row.title.clone(), made.fixed_offset());
        article.text = row.text.clone();
        article.published = row.published;
        article.author = row.author.and_then(|id| self.person(id)).map(Related::from);
        article.tags = Some(row.tags.iter().map(|id| Related::from(tag(*id))).collect());
        article.comments = Some(self.comments_of(row).into_iter().map(Related::from).collect());
        article.subject = row
            .subject
            .as_ref()
            .map(|subject| match &*subject.ty {
                "people" => self.person(subject.id.parse().unwrap_or(0)).map(ArticleSubject::from),
                _ => Some(ArticleSubject::from(tag(subject.id.parse().unwrap_or(1)))),
            })
            .and_then(|subject| subject.map(Related::from));
        article
    }

    /// Article 1 has two comments, one of which is by the author of the article; other articles have no comments.
    pub fn comments_of(&self, row: &Row) -> Vec<Comment> {
        if row.id != 1 {
            return Vec::new();
        }
        let comment = |id: &str, author: Option<u32>| {
            let mut comment = Comment::new(id.to_owned(), "Quite so.".to_owned(), Related::to("1"));
            comment.author = author.and_then(|id| self.person(id)).map(Related::from);
            comment
        };
        vec![comment("1", row.author), comment("2", Some(9))]
    }
}

pub fn tag(id: u32) -> Tag {
    let word = TAGS[usize::try_from(id.saturating_sub(1)).unwrap_or(0)];
    Tag { id: id.to_string(), word: word.to_owned() }
}

/// What a document refers to is not there (JA-71).
pub fn missing(pointer: &'static str) -> Problem {
    Problem::not_found().entry(housestyle::Entry::new("unknown").pointer(pointer))
}

/// The server that tests share which change nothing.
pub fn shared() -> &'static Server {
    static SHARED: OnceLock<Server> = OnceLock::new();
    SHARED.get_or_init(|| start().0)
}

/// One that a test has to itself, and what it keeps. It ends with the process.
pub fn start() -> (Server, Blog) {
    let blog = Blog::new();
    let served = blog.clone();
    let (sender, receiver) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async move {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            sender.send(listener.local_addr().unwrap()).unwrap();
            served.serve(listener, ServeOptions::default()).await.unwrap();
        });
    });
    (Server { base: format!("http://{}", receiver.recv().unwrap()), api: Some("blog") }, blog)
}

/// A request with a document.
pub fn document(request: Request) -> Request {
    request.header("content-type", MEDIA)
}
